// Package first is the first page: sign in, then how the product is doing on
// one screen, where every number opens the people behind it. It is the page a
// fresh install shows, and what the program serves when the console was not
// built.
//
// The page asks the public API and nothing else; it has no inline script, no
// inline style block and loads from no other host, as the server's
// Content-Security-Policy demands.
package first
