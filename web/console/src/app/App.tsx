import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router';

import { onSignedOut } from '@/api/client';
import { antdTheme } from '@/design/theme';
import { client } from './asked';
import { setExpired } from './expired';
import { useLanguage, useScheme } from './preferences';
import { router } from './routes';

export function App() {
  const scheme = useScheme(), language = useLanguage();
  const theme = useMemo(() => antdTheme(scheme, language), [scheme, language]);
  useEffect(() => onSignedOut(() => setExpired(true)), []);
  return (
    <ConfigProvider theme={theme} locale={language === 'en' ? enUS : zhCN} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider>
    </ConfigProvider>
  );
}
