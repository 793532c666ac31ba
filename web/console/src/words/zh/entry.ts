export const entry = {
  title: '登录',
  sentence: '把每位用户，当作老朋友。',
  email: '邮箱',
  password: '密码',
  forgot: '忘了？请管理员重发',
  signIn: '进去',
  signingIn: '正在进去…',
  onThisMachine: '数据只在这台机器上',
};
