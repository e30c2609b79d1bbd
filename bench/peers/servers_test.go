package peers

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// postgresSettings hold for every platform: commits last, and memory is that of
// a small machine of its own.
var postgresSettings = []string{"fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB", "max_connections=300"}

// postgres runs a private cluster until the benchmark ends and gives the
// address of a database, which it makes.
func postgres(b *testing.B) func(name string) string {
	b.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		b.Skip("PostgreSQL is not installed (Debian: postgresql)")
	}
	bin, dir, port := filepath.Dir(found[len(found)-1]), b.TempDir(), freePort(b)
	as := owner(b, dir)
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
	initdb.SysProcAttr, initdb.Dir = as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		b.Fatalf("initdb: %v\n%s", err, out)
	}
	args := []string{"-D", filepath.Join(dir, "data"), "-k", dir, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1"}
	for _, s := range postgresSettings {
		args = append(args, "-c", s)
	}
	server := exec.Command(filepath.Join(bin, "postgres"), args...)
	server.SysProcAttr, server.Dir = as, dir
	run(b, server, filepath.Join(dir, "log"), syscall.SIGINT)
	address := func(name string) string { return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s", port, name) }
	admin, err := sql.Open("pgx", address("postgres")+"?sslmode=disable")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = admin.Close() })
	wait(b, "PostgreSQL", time.Minute, admin.Ping)
	return func(name string) string {
		if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
			b.Fatal(err)
		}
		return address(name)
	}
}

// redis runs a private server, which Medusa's guide asks for, and gives its
// address; "" where none is installed.
func redis(b *testing.B) string {
	b.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return ""
	}
	port := strconv.Itoa(freePort(b))
	dir := b.TempDir()
	run(b, exec.Command(path, "--port", port, "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--maxmemory-policy", "noeviction"), filepath.Join(dir, "log"), syscall.SIGTERM)
	wait(b, "Redis", time.Minute, func() error {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			err = c.Close()
		}
		return err
	})
	return "redis://127.0.0.1:" + port
}

// owner leaves root, under which PostgreSQL refuses to run, and gives it the
// folder.
func owner(b *testing.B, dir string) *syscall.SysProcAttr {
	b.Helper()
	as := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return as
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		b.Skip(err)
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	for d := dir; len(d) > len(os.TempDir()); d = filepath.Dir(d) { // others may pass through the folders above
		if err := os.Chmod(d, 0o755); err != nil {
			b.Fatal(err)
		}
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		b.Fatal(err)
	}
	return as
}

// run starts a program in a group of its own and ends the group when the
// benchmark ends. What it says goes to a file.
func run(b *testing.B, cmd *exec.Cmd, log string, end syscall.Signal) (stop func()) {
	b.Helper()
	f, err := os.Create(log)
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = f, f
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		_ = syscall.Kill(cmd.Process.Pid, end)
		select {
		case <-gone:
		case <-time.After(20 * time.Second):
		}
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // what is left of the group
		<-gone
		running.Delete(cmd.Process.Pid)
		_ = f.Close()
	}
	b.Cleanup(stop)
	running.Store(cmd.Process.Pid, nil)
	return stop
}

// running are the groups that were started.
var running sync.Map

// interruptible ends what runs when somebody stops the benchmark, which then
// cleans up nothing itself.
func interruptible() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-told
		running.Range(func(group, _ any) bool { _ = syscall.Kill(-group.(int), syscall.SIGKILL); return true })
		os.Exit(1)
	}()
}

// wait asks until there is no error.
func wait(b *testing.B, name string, most time.Duration, ask func() error) {
	b.Helper()
	err := errors.New("")
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = ask(); err == nil {
			return
		}
	}
	b.Fatalf("%s does not answer after %s: %v", name, most, err)
}

func freePort(b *testing.B) int {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
