-- +goose Up
ALTER TABLE workspaces ADD COLUMN currency TEXT NOT NULL DEFAULT 'USD'; -- ISO 4217
ALTER TABLE workspaces ADD COLUMN language TEXT NOT NULL DEFAULT 'en'; -- of what is written for everybody, such as mails
UPDATE workspaces SET currency = 'CNY', language = 'zh-CN' WHERE zone IN ('Asia/Shanghai', 'Asia/Chongqing', 'Asia/Harbin', 'Asia/Urumqi', 'PRC');
