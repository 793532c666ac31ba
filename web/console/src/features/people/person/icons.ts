import { Activity, AppWindow, BookOpen, Bookmark, CalendarCheck, CreditCard, Crown, Eye, Heart, IdCard, LogIn, MessageCircle, Play, Search, Share2, ShoppingCart, Smartphone, Star, Undo2, Upload, UserPlus, type LucideIcon } from 'lucide-react';

const icons: [RegExp, LucideIcon][] = [
  [/^\$(identify|set|alias|merge|group)$/, IdCard], [/refund|return|退/, Undo2], [/cart|加购|购物车/, ShoppingCart], [/order|pay|purchase|checkout|支付|下单/, CreditCard],
  [/search|搜索/, Search], [/comment|reply|message|feedback|评论|反馈/, MessageCircle], [/check_?in|签到/, CalendarCheck], [/member|subscri|vip|renew|会员/, Crown],
  [/sign_?up|register|注册/, UserPlus], [/log_?in|sign_?in|登录/, LogIn], [/share|invite|分享/, Share2], [/like|favou?rite|喜欢|点赞/, Heart], [/bookmark|collect|收藏/, Bookmark],
  [/rate|review|star|评分/, Star], [/play|video|audio|listen|播放/, Play], [/read|chapter|article|阅读/, BookOpen], [/upload|publish|post|发布/, Upload], [/pageview|\$screen|page/, AppWindow],
  [/open|launch|start|启动/, Smartphone], [/view|impression|浏览/, Eye],
];

/** A picture for an event, guessed from its name; a plain one when it says nothing. */
export const iconOf = (event: string): LucideIcon => icons.find(([r]) => r.test(event.toLowerCase()))?.[1] ?? Activity;
