package dbtest

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// server starts the cluster of this test process once; durable one whose commits
// are on disk.
var (
	server  = sync.OnceValues(func() (string, error) { return startServer("off") })
	durable = sync.OnceValues(func() (string, error) { return startServer("on") })
)

var databases atomic.Int64

// NewPostgres creates an empty database and gives its address. Without an
// installed server the test is skipped, or fails when AGORA_TEST_ALL is set,
// as the whole test run sets it.
func NewPostgres(t testing.TB) string {
	t.Helper()
	return newDatabase(t, server)
}

// DurablePostgres is NewPostgres for benchmarks: what was committed is on disk.
func DurablePostgres(t testing.TB) string {
	t.Helper()
	return newDatabase(t, durable)
}

func newDatabase(t testing.TB, server func() (string, error)) string {
	t.Helper()
	socket, err := server()
	if err != nil {
		if os.Getenv("AGORA_TEST_ALL") != "" {
			t.Fatal("PostgreSQL: ", err)
		}
		t.Skip("PostgreSQL: ", err)
	}
	admin, err := sql.Open("pgx", address(socket, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return address(socket, name)
}

func address(socket, name string) string {
	return "postgres://postgres@/" + name + "?host=" + socket
}

// script runs the cluster until its standard input closes, which happens when
// the test process ends in whatever way, and removes every trace.
const script = `
set -e
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$2/log" 2>&1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync="$3" -c full_page_writes="$3" -c max_connections=200 >>"$2/log" 2>&1 &
pid=$!
read end || true
kill -INT $pid
wait $pid || true
rm -rf "$2"
`

func startServer(fsync string) (socket string, err error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return "", errors.New("no server is installed (Debian: postgresql)")
	}
	dir, err := os.MkdirTemp("", "agora-pg")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("sh", "-c", script, "sh", filepath.Dir(found[len(found)-1]), dir, fsync)
	if err := asServerUser(cmd, dir); err != nil {
		return "", err
	}
	life, err := cmd.StdinPipe() // the script waits for its end
	if err != nil {
		return "", err
	}
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		return "", err
	}
	go func() {
		cmd.Wait()
		runtime.KeepAlive(life)
	}()
	for range 600 {
		if c, err := sql.Open("pgx", address(dir, "postgres")); err == nil {
			err = c.Ping()
			c.Close()
			if err == nil {
				return dir, nil
			}
		}
		time.Sleep(50 * time.Millisecond) // waits for another program, not for ours
	}
	log, _ := os.ReadFile(filepath.Join(dir, "log"))
	return "", fmt.Errorf("the server did not start: %s", log)
}

// asServerUser leaves root, under which the server refuses to run.
func asServerUser(cmd *exec.Cmd, dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, Setpgid: true}
	cmd.Dir = dir
	return os.Chown(dir, int(uid), int(gid))
}
