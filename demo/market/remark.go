package market

import "strings"

// Remarks are what buyers wrote beneath products, oldest first.
type Remarks struct {
	Reviews   []Review   `json:"reviews"`
	Questions []Question `json:"questions"`
}

// Review is a buyer's word about a thing that came; the demo's deals hold the
// order it is about.
type Review struct {
	Product  string `json:"product"`  // "shop/product"
	Buyer    string `json:"buyer"`    // e-mail without its domain
	Stars    int    `json:"stars"`    // 1 to 5
	Language string `json:"language"` // of Words
	Words    string `json:"words"`
	Reply    string `json:"reply"` // by the shop's owner; empty for none
}

// Question is what somebody asked before buying.
type Question struct {
	Product  string `json:"product"` // "shop/product"
	Buyer    string `json:"buyer"`   // e-mail without its domain
	Language string `json:"language"`
	Words    string `json:"words"`
	Answer   string `json:"answer"` // by the shop's owner; empty while it waits
}

// remarks looks at what was written, once shops and people were looked at.
func (c *checker) remarks(r Remarks) {
	for _, v := range r.Reviews {
		where := "review of " + v.Product + " by " + v.Buyer
		c.once("review", v.Product+" "+v.Buyer, where)
		c.must(v.Stars >= 1 && v.Stars <= 5, where, "%d stars", v.Stars)
		c.remark(where, v.Product, v.Buyer, v.Language, v.Words, v.Reply)
	}
	for _, q := range r.Questions {
		where := "question about " + q.Product + " by " + q.Buyer
		c.once("question", q.Product+" "+q.Buyer, where)
		c.remark(where, q.Product, q.Buyer, q.Language, q.Words, q.Answer)
	}
}

func (c *checker) remark(where, product, buyer, language, words, reply string) {
	c.must(c.seen["at "+product], where, "no such product")
	c.must(c.seen["buyer "+buyer+Domain], where, "no such buyer")
	c.must(language != "", where, "no language")
	c.must(words != "" && words == strings.TrimSpace(words) && reply == strings.TrimSpace(reply), where, "no words, or spaces around them")
}
