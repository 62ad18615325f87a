package web

import (
	"syscall"
	"unsafe"
)

// readable tells whether there is something to read, the end of the connection included.
func readable(fd uintptr) bool {
	var b [1]byte
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_RECVFROM, fd, uintptr(unsafe.Pointer(&b)), 1, syscall.MSG_PEEK|syscall.MSG_DONTWAIT, 0, 0) //nolint:gosec // one byte
		if err != syscall.EINTR {
			return err != syscall.EAGAIN
		}
	}
}
