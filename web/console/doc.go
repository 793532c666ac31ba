// Package console is what operators see in the browser, embedded as it was
// built into dist by make console. Its sources are TypeScript in src.
//
// Built without it, the program serves a page that says how to build it.
package console
