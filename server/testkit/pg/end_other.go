//go:build !linux

package pg

import "syscall"

func endWithUs(*syscall.SysProcAttr) {}
