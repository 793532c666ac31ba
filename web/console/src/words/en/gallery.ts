export const gallery = { title: '' };
