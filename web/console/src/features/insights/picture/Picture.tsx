import type { PictureProps } from './context';
import { FunnelPicture } from './FunnelPicture';
import { LifecyclePicture } from './LifecyclePicture';
import { PathsPicture } from './PathsPicture';
import { RetentionPicture } from './RetentionPicture';
import { RfmPicture } from './RfmPicture';
import { SessionsPicture } from './SessionsPicture';
import { StickinessPicture } from './StickinessPicture';
import { TrendPicture } from './TrendPicture';

/** The picture of an answer of any kind. */
export function Picture(props: PictureProps) {
  const a = props.answer;
  if (a.trend) return <TrendPicture {...props} />;
  if (a.funnel) return <FunnelPicture {...props} />;
  if (a.retention) return <RetentionPicture {...props} />;
  if (a.paths) return <PathsPicture {...props} />;
  if (a.stickiness) return <StickinessPicture {...props} />;
  if (a.lifecycle) return <LifecyclePicture {...props} />;
  if (a.sessions) return <SessionsPicture {...props} />;
  return a.rfm ? <RfmPicture {...props} /> : null;
}
