package pg

import "syscall"

// endWithUs makes a child end when this process does, however it ends.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGINT }
