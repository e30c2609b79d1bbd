package assembly_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/assembly"
	"agora/fault"
)

// TestVotesAreWhatWasVoted lets seats vote and take it back at random.
func TestVotesAreWhatWasVoted(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		rapid.Check(f.T, func(rt *rapid.T) {
			f.session = f.plan()
			var asked []assembly.QuestionID
			want := map[assembly.QuestionID]map[assembly.Role]bool{}
			seats := map[assembly.Role]assembly.Seated{}
			for role, at := range f.in {
				at.Session = f.session
				seats[role] = at
			}
			for range 3 {
				q := f.ask(seats[assembly.Attendee])
				asked, want[q.ID] = append(asked, q.ID), map[assembly.Role]bool{}
			}
			for range rapid.IntRange(1, 20).Draw(rt, "steps") {
				q, role, up := rapid.SampledFrom(asked).Draw(rt, "question"), rapid.SampledFrom(assembly.Roles).Draw(rt, "who"), rapid.Bool().Draw(rt, "up")
				if err := f.Vote(f.ctx(), seats[role], q, up); err != nil {
					rt.Fatal(err)
				}
				want[q][role] = up
			}
			for role, at := range seats {
				list, err := f.Questions(f.ctx(), at, 0)
				if err != nil || len(list) != len(asked) {
					rt.Fatal(len(list), err)
				}
				last := int64(1 << 62)
				for _, q := range list {
					votes := int64(0)
					for _, up := range want[q.ID] {
						if up {
							votes++
						}
					}
					if q.Votes != votes || q.Voted != want[q.ID][role] || q.Votes > last {
						rt.Fatalf("for %s: %+v after %d, want %d votes", role, q, last, votes)
					}
					last = q.Votes
				}
			}
		})
	})
}

// TestOneBallotASeat lets seats choose at random, as often as they like.
func TestOneBallotASeat(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		rapid.Check(f.T, func(rt *rapid.T) {
			f.session = f.plan()
			boss := f.in[assembly.Moderator]
			boss.Session = f.session
			if err := f.Begin(f.ctx(), boss); err != nil {
				rt.Fatal(err)
			}
			f.in[assembly.Moderator] = boss
			p, closed := f.poll(), false
			first := map[assembly.Role]int{}
			for range rapid.IntRange(1, 15).Draw(rt, "steps") {
				role, choice := rapid.SampledFrom(assembly.Roles).Draw(rt, "who"), rapid.IntRange(-1, 3).Draw(rt, "choice")
				at := f.in[role]
				at.Session = f.session
				_, chose := first[role]
				err := f.Choose(f.ctx(), at, p.ID, choice)
				switch {
				case closed:
					if !fault.HasKey(err, "fault.hall_poll_closed") {
						rt.Fatalf("a closed poll: %v", err)
					}
				case choice < 0 || choice > 2:
					if !fault.Is(err, fault.Invalid) {
						rt.Fatalf("choice %d: %v", choice, err)
					}
				case chose:
					if !fault.HasKey(err, "fault.hall_chosen") {
						rt.Fatalf("a second ballot: %v", err)
					}
				case err != nil:
					rt.Fatal(err)
				default:
					first[role] = choice
				}
				if !closed && rapid.IntRange(0, 9).Draw(rt, "close") == 0 {
					closed = true
					if err := f.ClosePoll(f.ctx(), boss, p.ID); err != nil {
						rt.Fatal(err)
					}
				}
			}
			want := [8]int64{}
			for _, choice := range first {
				want[choice]++
			}
			for role := range f.in {
				at := f.in[role]
				at.Session = f.session
				list, err := f.Polls(f.ctx(), at)
				choice, chose := first[role]
				if !chose {
					choice = -1
				}
				if err != nil || len(list) != 1 || list[0].Ballots != want || list[0].Total() != int64(len(first)) || list[0].Chosen != choice || list[0].Open == closed {
					rt.Fatalf("for %s: %+v, %v; want %v, chosen %d", role, list, err, want, choice)
				}
			}
		})
	})
}
