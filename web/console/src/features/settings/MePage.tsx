import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useMe } from '@/app/session';
import { Avatar, Card, Sentence, Tag } from '@/design';
import { PasswordCard } from './PasswordCard';
import { ProfileCard } from './ProfileCard';
import { SessionsCard } from './SessionsCard';
import css from './settings.module.css';

/** What is one's own: how one is called, the password, where one is signed in. */
export function MePage() {
  const { t } = useTranslation('settings');
  const me = useMe().data;
  if (!me?.profile) return null;
  return (
    <div className={css.page}>
      <div className={css.lead}><Sentence kind="page">{t('me.sentence', { name: me.profile.name })}</Sentence></div>
      <div className={css.columns}>
        <ProfileCard profile={me.profile} />
        <PasswordCard email={me.profile.email} />
      </div>
      <SessionsCard />
      <Card title={t('me.memberships')} flush>
        <div className={css.rows}>
          {(me.memberships ?? []).map((m) => (
            <div key={m.id} className={css.row}>
              <Avatar name={m.name} id={m.slug} size={28} />
              <div><Link to={`/${m.slug}/today`}><b>{m.name}</b></Link><p>{m.zone} · {m.currency}</p></div>
              <Tag>{t(`role.${m.role}`)}</Tag>
            </div>
          ))}
        </div>
      </Card>
    </div>
  );
}
