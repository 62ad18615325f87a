// Package ent holds the data model: schema (by hand) and db (generated from it).
package ent

//go:generate go run entc.go
