//go:build unix

package main

import "syscall"

// keepPrivate lets only the program's own user read what it writes: the database holds people.
func keepPrivate() { syscall.Umask(0o077) }
