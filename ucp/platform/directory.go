package platform

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"agora/egress"
	"agora/httpsig"

	"golang.org/x/sync/singleflight"
)

const (
	// Floor is the least time between two fetches of a profile.
	Floor = time.Minute
	// ceiling is the most that a profile is believed.
	ceiling = 24 * time.Hour
	// patienceMost is the most that one is left alone which could not be had.
	patienceMost = time.Hour
	// kept are the profiles in memory, and apart from them the failures, so that
	// addresses of nothing push out no profile.
	kept = 1000
)

// Options of a directory.
type Options struct {
	Now    func() time.Time
	Dev    bool                      // calls this machine and plain http, too
	Trusts func(address string) bool // which platforms are served; nil is all
}

// Directory fetches profiles and keeps them in memory. It may be used by many
// at once.
type Directory struct {
	o      Options
	client *http.Client
	flight singleflight.Group

	mu       sync.Mutex
	profiles lru[profile]
	failures lru[failure]
	fetches  bucket // of addresses that nobody has seen
	renewals bucket // of platforms that are known: strangers use up nothing of theirs
}

// profile is one that was fetched.
type profile struct {
	Profile
	asked, until time.Time
}

// failure is a fetch without a profile.
type failure struct {
	refusal Refusal
	times   int // in a row
	until   time.Time
}

// NewDirectory gives an empty directory.
func NewDirectory(o Options) *Directory {
	return &Directory{o: o, client: egress.Strangers(patience, o.Dev), profiles: newLRU[profile](kept), failures: newLRU[failure](kept)}
}

// Of gives the profile that a request's header UCP-Agent names. Errors are
// Refusals.
func (d *Directory) Of(ctx context.Context, h http.Header) (Profile, error) {
	address, err := Agent(h)
	if err != nil {
		return Profile{}, err
	}
	return d.At(ctx, address)
}

// At gives the profile at an address, which is fetched when none is kept.
// Errors are Refusals.
func (d *Directory) At(ctx context.Context, address string) (Profile, error) {
	plain, ok := egress.Judge(address, d.o.Dev)
	if !ok {
		return Profile{}, &Refusal{Code: InvalidURL, Content: "The address of the profile must be https, on the open net, without name, password or fragment."}
	}
	if d.o.Trusts != nil && !d.o.Trusts(plain) {
		return Profile{}, &Refusal{Code: NotTrusted, Content: "This business does not serve the platform of this profile."}
	}
	if p, ok := d.known(plain); ok {
		return p.Profile, nil
	}
	return d.ask(ctx, plain)
}

// Keys finds keys of a profile. An id that it lacks has the profile fetched
// anew, once in Floor.
func (d *Directory) Keys(ctx context.Context, p Profile) httpsig.Keys {
	return func(kid string) (*httpsig.PublicKey, error) {
		key, err := p.key(kid)
		if !errors.Is(err, httpsig.ErrKey) {
			return key, err
		}
		fresh, err := d.ask(ctx, p.Address)
		if err != nil {
			return nil, err
		}
		return fresh.key(kid)
	}
}

// known gives a profile that is still believed.
func (d *Directory) known(address string) (profile, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.profiles.get(address)
	return p, ok && d.o.Now().Before(p.until)
}

// ask has a profile fetched, by one for all who wait for it. Who no longer
// waits does not end it for the others.
func (d *Directory) ask(ctx context.Context, address string) (Profile, error) {
	answer := d.flight.DoChan(address, func() (any, error) { return d.renew(address) })
	select {
	case a := <-answer:
		return a.Val.(Profile), a.Err
	case <-ctx.Done():
		return Profile{}, &Refusal{Code: Unreachable, Content: "The request ended before its profile came.", Cause: ctx.Err()}
	}
}

// renew fetches a profile, unless that was tried a moment ago.
func (d *Directory) renew(address string) (Profile, error) {
	if p, done, err := d.recent(address); done {
		return p, err
	}
	p, age, err := d.fetch(address)
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.o.Now()
	if refusal := Refused(err); refusal != nil {
		f, _ := d.failures.get(address)
		f = failure{refusal: *refusal, times: f.times + 1, until: now.Add(backOff(f.times))}
		d.failures.put(address, f)
		return Profile{}, err
	}
	p.Address = address
	d.failures.drop(address)
	d.profiles.put(address, profile{Profile: p, asked: now, until: now.Add(age)})
	return p, nil
}

// recent gives what the last fetch gave when it was less than Floor ago, or
// failed and may not be tried yet; and refuses when too much is fetched.
func (d *Directory) recent(address string) (p Profile, done bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.o.Now()
	fetches := &d.fetches
	if p, ok := d.profiles.get(address); ok {
		if now.Sub(p.asked) < Floor {
			return p.Profile, true, nil
		}
		fetches = &d.renewals
	}
	if f, ok := d.failures.get(address); ok && now.Before(f.until) {
		f.refusal.Wait = f.until.Sub(now)
		return Profile{}, true, &f.refusal
	}
	if !fetches.take(now) {
		return Profile{}, true, &Refusal{Code: RateLimited, Content: "Too many profiles are being fetched.", Wait: time.Second}
	}
	return Profile{}, false, nil
}

// backOff is how long an address is left alone that failed so often before.
func backOff(times int) time.Duration {
	if times > 5 {
		return patienceMost
	}
	return min(Floor<<times, patienceMost)
}
