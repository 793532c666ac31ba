import { Check, Info, TriangleAlert } from 'lucide-react';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import css from './notices.module.css';

export interface Toast {
  text: string;
  tone?: 'done' | 'info' | 'failed';
  /** Takes back what was done; offered for eight seconds. */
  undo?: () => void;
  /** Called when the time to undo is over, also when another toast takes its place: do then what cannot be undone. */
  onGone?: () => void;
}

const Context = createContext<(toast: Toast) => void>(() => undefined);

/** Says for a moment what the system did, with a way back. */
export const useToast = (): ((toast: Toast) => void) => use(Context);

const life = 8;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<(Toast & { id: number }) | null>(null);
  const id = useRef(0);
  const current = useRef<Toast | null>(null);
  const say = useCallback((next: Toast) => {
    current.current?.onGone?.();
    current.current = next;
    setToast({ ...next, id: ++id.current });
  }, []);
  const end = useCallback((undone: boolean) => {
    const t = current.current;
    current.current = null;
    setToast(null);
    if (undone) t?.undo?.(); else t?.onGone?.();
  }, []);
  const value = useMemo(() => say, [say]);
  return <Context value={value}>{children}{toast && <Bar key={toast.id} toast={toast} onEnd={end} />}</Context>;
}

function Bar({ toast, onEnd }: { toast: Toast; onEnd: (undone: boolean) => void }) {
  const { t } = useTranslation('design');
  const [left, setLeft] = useState(life);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => (left <= 1 ? onEnd(false) : setLeft(left - 1)), 1000);
    return () => clearTimeout(timer);
  }, [left, held, onEnd]);
  const Icon = toast.tone === 'failed' ? TriangleAlert : toast.tone === 'info' ? Info : Check;
  return (
    <div className={css.bar} role={toast.tone === 'failed' ? 'alert' : 'status'} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span className={css.text}>{toast.text}</span>
      {toast.undo && <button type="button" className={css.undo} onClick={() => onEnd(true)}>{t('undoIn', { seconds: left })}</button>}
    </div>
  );
}
