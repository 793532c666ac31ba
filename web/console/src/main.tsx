import '@/design/tokens.css';

import { createRoot } from 'react-dom/client';

import { App } from '@/app/App';
import { askAhead } from '@/app/asked';
import { languageNow } from '@/app/preferences';
import { speak } from '@/words';

void askAhead();
await speak(languageNow());
createRoot(document.getElementById('root')!).render(<App />);
