import { mount } from 'svelte';

import App from './App.svelte';
import { backendHere } from './backend';
import { Session } from './lib/session.svelte';
import { preferred, speak } from './messages/index.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';

// Both at once: the first screen waits for the slower one only.
const [backend] = await Promise.all([backendHere(), speak(preferred())]);
const target = document.getElementById('app');
if (target) mount(App, { target, props: { session: new Session(backend) } });
