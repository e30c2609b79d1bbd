package chaos

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// disk is a file system of a round's own, on a loop device.
type disk struct {
	image  string
	at     string // where it is mounted
	device string // loop0
}

// ballast is the file that takes what is left of a disk.
const ballast = "ballast"

// noDisk says why there can be no disk here; "" when there can.
func noDisk() string {
	if os.Getenv(apart) == "" {
		return "it needs root and a mount namespace (unshare --mount)"
	}
	for _, p := range []string{"mkfs.ext4", "mount", "umount", "losetup", "chattr", "fsfreeze", "e2fsck", "sync"} {
		if _, err := exec.LookPath(p); err != nil {
			return p + " is not installed"
		}
	}
	if _, err := os.Stat("/dev/loop-control"); err != nil {
		return "there are no loop devices"
	}
	return ""
}

// newDisk makes and mounts a file system, until the test ends.
func newDisk(t *testing.T, megabytes int64) *disk {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil { // the user of PostgreSQL has to come through
		t.Fatal(err)
	}
	d := &disk{image: filepath.Join(dir, "image"), at: filepath.Join(dir, "disk")}
	f, err := os.Create(d.image)
	if err == nil {
		err = errors.Join(f.Truncate(megabytes<<20), f.Close(), os.Mkdir(d.at, 0o700))
	}
	if err == nil {
		err = errors.Join(command("mkfs.ext4", "-q", "-F", "-m", "0", d.image), d.mount())
	}
	if err != nil {
		t.Fatal("a disk: ", err)
	}
	t.Cleanup(func() {
		_ = command("fsfreeze", "--unfreeze", d.at) // fails unless a round ended in the middle
		_ = d.writable()
		if err := d.unmount(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// mount mounts the disk so that an error makes it read-only, as most are. The
// loop device goes with the mount.
func (d *disk) mount() error {
	if err := command("mount", "-o", "loop,errors=remount-ro", d.image, d.at); err != nil {
		return err
	}
	out, err := exec.Command("losetup", "--noheadings", "--output", "NAME", "--associated", d.image).Output()
	d.device = filepath.Base(strings.TrimSpace(string(out)))
	return err
}

func (d *disk) unmount() error { return command("umount", d.at) }

// fill takes all that is left.
func (d *disk) fill() error {
	f, err := os.OpenFile(filepath.Join(d.at, ballast), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	for chunk := make([]byte, 1<<20); len(chunk) >= 512; {
		if _, err := f.Write(chunk); errors.Is(err, syscall.ENOSPC) {
			chunk = chunk[:len(chunk)/2]
		} else if err != nil {
			return err
		}
	}
	if err := f.Sync(); !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return nil
}

// free gives back what fill took.
func (d *disk) free() error { return os.Remove(filepath.Join(d.at, ballast)) }

// unwritable refuses all changes of the files that there are, also to those who
// have them open, and new ones; reading goes on.
func (d *disk) unwritable() error { return command("chattr", "-R", "-f", "+i", d.at) }

func (d *disk) writable() error { return command("chattr", "-R", "-f", "-i", d.at) }

// hang lets no write pass for a while. The release is in a process of its own,
// which outlives this one.
func (d *disk) hang(for_ time.Duration) error {
	return command("sh", "-c", `fsfreeze --freeze "$1" && sleep "$2"; fsfreeze --unfreeze "$1"`, "sh", d.at, fmt.Sprintf("%.3f", for_.Seconds()))
}

// fail reports an error of the disk to the kernel, which then lets nobody write
// until the disk was mended. It does so while the disk is frozen, between two
// writes: of an fsync that is under way at that moment, ext4 (Linux 6.18) may say
// that it went well though its journal was given up. Four plain loops of write and
// fdatasync lose 27 of 160 files so, and none with the freeze; no program could
// tell.
func (d *disk) fail() error {
	return command("sh", "-c", `fsfreeze --freeze "$1" && echo 1 >"$2"; e=$?; fsfreeze --unfreeze "$1" && exit $e`, "sh",
		d.at, filepath.Join("/sys/fs/ext4", d.device, "trigger_fs_error"))
}

// mend is what a person does after such an error, once nobody uses the disk.
func (d *disk) mend() error {
	if err := d.unmount(); err != nil {
		return err
	}
	if err := command("e2fsck", "-p", d.image); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) || e.ExitCode() > 1 { // 1: errors were mended
			return err
		}
	}
	return d.mount()
}

func command(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}
