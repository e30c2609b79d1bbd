package chaos

import (
	"fmt"
	"syscall"
	"time"
)

// fault is one way in which the ground gives way.
type fault struct {
	name      string
	engine    string // "sqlite" or "postgres"
	onDisk    bool   // the folder is on a disk of the round's own
	clocked   bool   // the node runs by a clock that jumps
	mayChange bool   // a checkout may lapse, so that completing it is refused
	strike    func(*round) error
}

// impossible says why a fault cannot be done here; "" when it can.
func (f *fault) impossible() string {
	why := ""
	if f.onDisk {
		why = noDisk()
	}
	if f.engine == "postgres" && why == "" {
		why = noPostgres()
	}
	return why
}

var faults = []*fault{
	{name: "kill", engine: "sqlite", strike: (*round).killed},
	{name: "kill-starting", engine: "sqlite", strike: (*round).killedStarting},
	{name: "full", engine: "sqlite", onDisk: true, strike: (*round).diskFull},
	{name: "full-kill", engine: "sqlite", onDisk: true, strike: (*round).diskFullKilled},
	{name: "unwritable", engine: "sqlite", onDisk: true, strike: (*round).diskUnwritable},
	{name: "failed", engine: "sqlite", onDisk: true, strike: (*round).diskFailed},
	{name: "hanging", engine: "sqlite", onDisk: true, strike: (*round).diskHangs},
	{name: "clock", engine: "sqlite", clocked: true, mayChange: true, strike: (*round).clockJumps},
	{name: "pg-kill", engine: "postgres", strike: (*round).killed},
	{name: "pg-cut", engine: "postgres", strike: (*round).connectionsCut},
	{name: "pg-crash", engine: "postgres", strike: (*round).postgresCrashes},
	{name: "pg-killed", engine: "postgres", strike: (*round).postgresKilled},
	{name: "pg-full", engine: "postgres", onDisk: true, strike: (*round).postgresFull},
	{name: "pg-away", engine: "postgres", strike: (*round).postgresAway},
}

// killed kills the process where it stands, once or twice.
func (r *round) killed() error {
	for range 1 + r.choice.IntN(2) {
		r.program.kill()
		r.heal()
		if err := r.start(); err != nil {
			return err
		}
		if err := r.until(1 + r.choice.IntN(5)); err != nil {
			return err
		}
	}
	return nil
}

// killedStarting kills the process, and then again while it starts.
func (r *round) killedStarting() error {
	r.program.kill()
	for range 1 + r.choice.IntN(4) {
		if err := r.launch(); err != nil {
			return err
		}
		time.Sleep(time.Duration(r.choice.Int64N(int64(r.startup + r.startup/4)))) // the moment of the kill
		r.program.kill()
	}
	r.heal()
	return r.start()
}

// diskFull takes the last block while people buy, and gives it back.
func (r *round) diskFull() error {
	for range 1 + r.choice.IntN(2) {
		if err := r.disk.fill(); err != nil {
			return err
		}
		r.suffer()
		if err := r.disk.free(); err != nil {
			return err
		}
		r.heal()
	}
	return nil
}

// diskFullKilled kills the process on a full disk, where it then may start or
// say why not; with room it has to.
func (r *round) diskFullKilled() error {
	if err := r.disk.fill(); err != nil {
		return err
	}
	r.suffer()
	r.program.kill()
	if err := r.start(); err != nil && r.program.runs() {
		return err
	}
	if err := r.disk.free(); err != nil {
		return err
	}
	r.heal()
	if !r.program.runs() {
		return r.start()
	}
	return nil
}

// diskUnwritable lets nobody write while people buy.
func (r *round) diskUnwritable() error {
	if err := r.disk.unwritable(); err != nil {
		return err
	}
	r.suffer()
	err := r.disk.writable()
	r.heal()
	return err
}

// diskFailed makes the kernel refuse all writes after an error. The disk has to
// be mended, for which nobody may use it: the node is stopped, or killed.
func (r *round) diskFailed() error {
	if err := r.disk.fail(); err != nil {
		return err
	}
	r.suffer()
	if r.choice.IntN(2) == 0 {
		r.program.kill()
	} else if err := r.program.cmd.Process.Signal(syscall.SIGTERM); err == nil { // what it says then is not judged: its disk is gone
		select {
		case <-r.program.ended:
		case <-time.After(patience):
			return fmt.Errorf("the node does not stop without a disk\n%s", r.program.said)
		}
	}
	if err := r.disk.mend(); err != nil {
		return err
	}
	r.heal()
	return r.start()
}

// diskHangs lets no write pass for spells of up to half a second.
func (r *round) diskHangs() error {
	for range 2 + r.choice.IntN(5) {
		if err := r.disk.hang(time.Duration(5+r.choice.IntN(500)) * time.Millisecond); err != nil {
			return err
		}
		if err := r.until(r.choice.IntN(4)); err != nil {
			return err
		}
	}
	r.heal()
	return nil
}

// clockJumps turns the clock by up to a day each way, within the deadlines of
// orders, and now and then kills the process in between.
func (r *round) clockJumps() error {
	for range 2 + r.choice.IntN(4) {
		const most = 20 * time.Hour
		to := time.Duration(r.choice.Int64N(int64(2*most))) - most
		if err := r.clock.turn(to); err != nil {
			return err
		}
		r.tally.jumped()
		r.heal()
		if r.choice.IntN(3) == 0 {
			r.program.kill()
			if err := r.start(); err != nil {
				return err
			}
		}
		if err := r.until(2 + r.choice.IntN(6)); err != nil {
			return err
		}
	}
	return nil
}

// connectionsCut ends all connections to the database, some times.
func (r *round) connectionsCut() error {
	for range 1 + r.choice.IntN(4) {
		if err := r.cluster.cut(r.name); err != nil {
			return err
		}
		r.heal()
		if err := r.until(r.choice.IntN(8)); err != nil {
			return err
		}
	}
	return nil
}

func (r *round) postgresCrashes() error { return r.postgres(syscall.SIGQUIT, false) }
func (r *round) postgresKilled() error  { return r.postgres(syscall.SIGKILL, false) }
func (r *round) postgresAway() error    { return r.postgres(syscall.SIGINT, true) }

// postgres ends the server and starts it again, after people noticed or at once.
func (r *round) postgres(s syscall.Signal, notice bool) error {
	r.cluster.signal(s)
	if notice {
		r.suffer()
	}
	if err := r.cluster.start(); err != nil {
		return err
	}
	r.heal()
	return nil
}

// postgresFull takes the last block of the server's disk. It may end for that,
// and is started again once there is room.
func (r *round) postgresFull() error {
	if err := r.cluster.disk.fill(); err != nil {
		return err
	}
	r.suffer()
	if err := r.cluster.disk.free(); err != nil {
		return err
	}
	err := r.cluster.start()
	r.heal()
	return err
}

// suffer lets the fault last until buyers noticed it some times, but not for
// ever: a market may go on for a while.
func (r *round) suffer() {
	const most = 5 * time.Second
	enough := r.tally.troubles() + 3 + int64(r.choice.IntN(40))
	for end := time.Now().Add(most); r.tally.troubles() < enough && time.Now().Before(end) && r.program.runs(); {
		time.Sleep(pause)
	}
}
