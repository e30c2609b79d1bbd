package chaos

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// cluster is a PostgreSQL of the run's own, which rounds may break.
type cluster struct {
	bin, dir string
	as       *syscall.Credential // nil for whom the test runs as
	disk     *disk               // nil where there can be none
	server   *exec.Cmd
	ended    chan struct{}
}

// noPostgres says why there is none here; "" when there is.
func noPostgres() string {
	if len(servers()) == 0 {
		return "PostgreSQL is not installed (Debian: postgresql)"
	}
	return ""
}

func servers() []string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	return found
}

// newCluster makes and starts a cluster, until the test ends.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	found := servers()
	c := &cluster{bin: filepath.Dir(found[len(found)-1])}
	if noDisk() == "" {
		const megabytes = 640
		c.disk = newDisk(t, megabytes)
		c.dir = c.disk.at
	} else {
		dir, err := os.MkdirTemp("", "agora-chaos-pg")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		c.dir = dir
	}
	if os.Getuid() == 0 { // under which the server refuses to run
		u, err := user.Lookup("postgres")
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		c.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(c.dir, int(uid), int(gid)); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := c.command("initdb", "-D", filepath.Join(c.dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.signal(syscall.SIGQUIT) })
	return c
}

func (c *cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	if c.as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	}
	return cmd
}

// start starts the server until it answers. After a kill its remains may have to
// go before another can start.
func (c *cluster) start() error {
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c.server == nil {
			c.server = c.command("postgres", "-D", "data", "-k", c.dir, "-c", "listen_addresses=", "-c", "max_connections=100", "-c", "max_wal_size=96MB")
			log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
			if err != nil {
				return err
			}
			c.server.Stdout, c.server.Stderr = log, log
			if err := c.server.Start(); err != nil {
				return errors.Join(err, log.Close())
			}
			ended, server := make(chan struct{}), c.server
			c.ended = ended
			go func() {
				_ = server.Wait() // it was told to end, or tries again
				log.Close()
				close(ended)
			}()
		}
		if last = c.do("postgres", "SELECT 1"); last == nil {
			return nil
		}
		select {
		case <-c.ended:
			c.server = nil
		default:
		}
	}
	text, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("PostgreSQL did not start: %w\n%s", last, text[max(0, len(text)-4000):])
}

// signal ends the server: SIGQUIT at once, with recovery at the next start;
// SIGKILL with nothing said to anybody.
func (c *cluster) signal(s syscall.Signal) {
	if c.server == nil {
		return
	}
	_ = c.server.Process.Signal(s) // it may have ended
	<-c.ended
	c.server = nil
}

// cut ends every connection to a database, as a fail-over does.
func (c *cluster) cut(database string) error {
	return c.do("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", database)
}

func (c *cluster) address(database string) string {
	return "postgres://postgres@/" + database + "?host=" + c.dir
}

func (c *cluster) do(database, query string, args ...any) error {
	pool, err := sql.Open("pgx", c.address(database))
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.Exec(query, args...)
	return err
}
