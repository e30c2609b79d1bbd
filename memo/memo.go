// Package memo remembers what pure functions gave, so that a hot path computes
// it once. Nothing in it goes stale: a key says all that its value depends on.
package memo

import "sync"

// Memo remembers values by their keys. Two generations are kept, and the older
// one is forgotten when the younger is full. Many goroutines may use one.
type Memo[K comparable, V any] struct {
	mu         sync.Mutex
	size       int
	young, old map[K]V
}

// New makes a memo of size to twice size values.
func New[K comparable, V any](size int) *Memo[K, V] { return &Memo[K, V]{size: size} }

// Recall gives the value of a key, by make when it is not remembered. What fails
// is not remembered; a nil memo remembers nothing.
func (m *Memo[K, V]) Recall(key K, make func() (V, error)) (V, error) {
	if m == nil {
		return make()
	}
	m.mu.Lock()
	v, ok := m.young[key]
	if !ok {
		if v, ok = m.old[key]; ok {
			m.keep(key, v)
		}
	}
	m.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := make()
	if err != nil {
		return v, err
	}
	m.mu.Lock()
	m.keep(key, v)
	m.mu.Unlock()
	return v, nil
}

func (m *Memo[K, V]) keep(key K, v V) {
	if m.young == nil || len(m.young) >= m.size {
		m.old, m.young = m.young, make(map[K]V)
	}
	m.young[key] = v
}
