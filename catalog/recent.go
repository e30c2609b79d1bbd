package catalog

import (
	"sync"
	"time"
)

// recent remembers a list that is asked for all the time, for a minute or until
// somebody here changes it. nil is not remembered.
type recent[T any] struct {
	mu   sync.Mutex
	list []T
	at   time.Time
}

// get gives the list, read when it is not remembered.
func (m *recent[T]) get(read func() ([]T, error)) ([]T, error) {
	m.mu.Lock()
	list, at := m.list, m.at
	m.mu.Unlock()
	if list != nil && time.Since(at) < time.Minute {
		return list, nil
	}
	at = time.Now() // real time: this is about the age of a memory, not about what happened when
	list, err := read()
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.list, m.at = list, at
	return list, nil
}

func (m *recent[T]) forget() {
	m.mu.Lock()
	m.list = nil
	m.mu.Unlock()
}
