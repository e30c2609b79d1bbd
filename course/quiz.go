package course

// Quiz is the questions after a lesson.
type Quiz struct {
	Pass      int64 // so many right answers pass it
	Draw      int64 // so many questions are drawn of the pool for each try; 0 for all
	Questions []Question
}

// Kind is how a question is answered.
type Kind string

// Kinds of questions.
const (
	Single   Kind = "single"   // one choice
	Multiple Kind = "multiple" // each right choice, and no other
	Order    Kind = "order"    // the choices in a row; they are written in the right one
	Numeric  Kind = "numeric"  // a number, within a tolerance
	Short    Kind = "text"     // a word or two
)

// Question is one question. What is right never leaves the node before an answer came.
type Question struct {
	ID        string // one in its quiz
	Kind      Kind
	Ask       Text
	Choices   []Choice            // of Single, Multiple and Order
	Answer    string              // of Numeric: a decimal, "2824.80"
	Tolerance string              // of Numeric: a decimal; "" for exactly
	Unit      Text                // of Numeric: in which it is asked for
	Accept    map[string][]string // of Short: what is right, by language
	Why       Text                // explains the answer, right or wrong
}

// Choice is one of several.
type Choice struct {
	Text  Text
	Right bool
	Place int64 // of Order in a drawn question: which in the right row it is, from 1; 0 while they are written in it
}

// Answer is what a learner says to a question.
type Answer struct {
	Picked  []int64 // choices, from 0 as they were shown; of Order all of them, in her row
	Written string  // of Numeric and Short
}
