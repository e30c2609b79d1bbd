// Package ui is the design system: the frame of a page and the components that
// stand in it, as templ functions with typed parameters, and the files a page
// loads (one style sheet, one small script, pictures).
//
// Invariants: no component writes an inline style or script, so that the
// policy of the pages can forbid both; no component knows a physical side, so
// that right-to-left scripts cost nothing; every amount and code stands in
// <bdi dir="ltr">; everything works without the script. Texts come from the
// caller or from the catalogue "ui" of package i18n.
//
// Generated *_templ.go files are committed; after editing a .templ file run
//
//	go tool -modfile=tools.mod templ generate -path web
package ui
