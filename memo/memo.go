// Package memo remembers what was computed or read, so that a hot path does it
// once. Nothing in it goes stale: a key says all that its value depends on.
package memo

import "sync"

// Memo remembers values by their keys. Two generations are kept, and the older
// one is forgotten when the younger is full. Many goroutines may use one; a nil
// one remembers nothing.
type Memo[K comparable, V any] struct {
	mu         sync.Mutex
	size, used int
	weigh      func(V) int // nil: each weighs one
	young, old map[K]V
}

// New makes a memo of size to twice size values.
func New[K comparable, V any](size int) *Memo[K, V] { return &Memo[K, V]{size: size} }

// Weighed makes a memo of values that together weigh size to twice size.
func Weighed[K comparable, V any](size int, weigh func(V) int) *Memo[K, V] {
	return &Memo[K, V]{size: size, weigh: weigh}
}

// Get gives the value of a key, if it is remembered.
func (m *Memo[K, V]) Get(key K) (v V, ok bool) {
	if m == nil {
		return v, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok = m.young[key]; !ok {
		if v, ok = m.old[key]; ok {
			m.put(key, v)
		}
	}
	return v, ok
}

// Put remembers a value.
func (m *Memo[K, V]) Put(key K, v V) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.young[key]; !known {
		m.put(key, v)
	}
}

// Recall gives the value of a key, by make when it is not remembered. What fails
// is not remembered.
func (m *Memo[K, V]) Recall(key K, make func() (V, error)) (V, error) {
	if v, ok := m.Get(key); ok {
		return v, nil
	}
	v, err := make()
	if err == nil {
		m.Put(key, v)
	}
	return v, err
}

func (m *Memo[K, V]) put(key K, v V) {
	weight := 1
	if m.weigh != nil {
		weight = m.weigh(v)
	}
	if m.young == nil || m.used+weight > m.size {
		m.old, m.young, m.used = m.young, map[K]V{}, 0
	}
	m.young[key] = v
	m.used += weight
}
