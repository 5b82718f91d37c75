// Package store keeps what people told Heard and what Heard owes them.
//
// It is written once, over a small Engine that knows only keys, versions, due
// times and sealed bytes; store/sqlite and store/redis are such engines, and
// store/storetest holds them to their word.
package store
