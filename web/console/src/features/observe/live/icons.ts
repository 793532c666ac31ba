import { BookOpen, CreditCard, Fingerprint, Flag, Globe, Headphones, Heart, LogIn, MessageCircle, Package, Search, Share2, ShoppingCart, Sparkles, UserPlus, Users, type LucideIcon } from 'lucide-react';

/** By words that event names have in common; in this order. */
const by: [RegExp, LucideIcon][] = [
  [/^\$?(identify|set|alias|merge)/i, Fingerprint], [/^\$group/, Users], [/sign_?up|regist/i, UserPlus], [/log_?in|sign_?in|app_open|check_?in|打卡|登录/i, LogIn],
  [/page|screen|visit|浏览/i, Globe], [/search|搜索/i, Search], [/cart|加购/i, ShoppingCart], [/paid|pay|purchase|order|支付|下单/i, CreditCard], [/refund|ship|deliver/i, Package],
  [/chapter|read|book|view|阅读/i, BookOpen], [/listen|audio|play/i, Headphones], [/comment|message|feedback|评论/i, MessageCircle], [/share|分享/i, Share2], [/like|favou?r|bookmark|收藏/i, Heart], [/member|renew|vip|会员/i, Sparkles],
];

export const iconOf = (name: string): LucideIcon => by.find(([rule]) => rule.test(name))?.[1] ?? Flag;
