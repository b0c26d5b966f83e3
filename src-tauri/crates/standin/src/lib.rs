//! A stand-in Jellyfin that answers as the real one was seen to answer.
