package payme

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// refusal is an error of the protocol. data names what was wrong: the field of
// the account, or the method.
type refusal struct {
	Code    int    `json:"code"`
	Message words  `json:"message"`
	Data    string `json:"data,omitempty"`
}

// words are what the provider shows its client.
type words struct {
	Ru string `json:"ru"`
	Uz string `json:"uz"`
	En string `json:"en"`
}

// Error names the code, for logs.
func (r *refusal) Error() string { return fmt.Sprintf("payme %d: %s", r.Code, r.Message.En) }

// The codes of the protocol. Those of the account are -31050 to -31099, and
// ours to divide.
const (
	codeAmount      = -31001
	codeNone        = -31003
	codeCancel      = -31007
	codePerform     = -31008
	codeOrder       = -31050 // no such order
	codePaid        = -31051
	codeClosed      = -31052 // cancelled, or it waits for no money
	codeCurrency    = -31053
	codeBusy        = -31054 // another transaction of the order waits
	codeMethod      = -32300 // not a POST
	codeInternal    = -32400
	codeStranger    = -32504
	codeRequest     = -32600
	codeUnknownCall = -32601
	codeParse       = -32700
)

// refusals are the sentences of the codes.
var refusals = map[int]words{
	codeAmount:      {"Неверная сумма", "Summa noto‘g‘ri", "Wrong amount"},
	codeNone:        {"Транзакция не найдена", "Tranzaksiya topilmadi", "Transaction not found"},
	codeCancel:      {"Заказ уже отправлен", "Buyurtma yuborilgan", "The order has been shipped"},
	codePerform:     {"Операция невозможна", "Amalni bajarib bo‘lmaydi", "Not possible in this state"},
	codeOrder:       {"Заказ не найден", "Buyurtma topilmadi", "Order not found"},
	codePaid:        {"Заказ уже оплачен", "Buyurtma to‘langan", "The order is paid"},
	codeClosed:      {"Заказ не ждёт оплаты", "Buyurtma to‘lov kutmayapti", "The order waits for no payment"},
	codeCurrency:    {"Заказ не в сумах", "Buyurtma so‘mda emas", "The order is not in soums"},
	codeBusy:        {"Заказ уже оплачивается", "Buyurtma to‘lanmoqda", "The order is being paid"},
	codeMethod:      {"Нужен POST", "POST kerak", "POST is needed"},
	codeInternal:    {"Внутренняя ошибка", "Ichki xato", "Internal error"},
	codeStranger:    {"Нет доступа", "Ruxsat yo‘q", "Not allowed"},
	codeRequest:     {"Неверный запрос", "So‘rov noto‘g‘ri", "Wrong request"},
	codeUnknownCall: {"Метод не найден", "Metod topilmadi", "Method not found"},
	codeParse:       {"Ошибка разбора JSON", "JSON xatosi", "Not JSON"},
}

func refuse(code int, data string) *refusal { return &refusal{code, refusals[code], data} }

// call is one request of the provider.
type call struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params params          `json:"params"`
}

// params are those of all methods; nil is what was not given.
type params struct {
	ID       string         `json:"id"`
	Time     *int64         `json:"time"`
	Amount   *int64         `json:"amount"`
	Account  map[string]any `json:"account"`
	Reason   *int64         `json:"reason"`
	From     *int64         `json:"from"`
	To       *int64         `json:"to"`
	Password string         `json:"password"`
	Fiscal   *fiscal        `json:"fiscal_data"`
}

// fiscal is what a tax receipt says of itself; the rest of it is not kept.
type fiscal struct {
	Link string `json:"qr_code_url"`
}

// read parses a request. Its id is given as far as it can be read, so that the
// refusal carries it.
func read(body []byte) (call, *refusal) {
	var c call
	if !json.Valid(body) {
		return c, refuse(codeParse, "")
	}
	var bare struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(body, &bare) // a list has none
	if err := json.Unmarshal(body, &c); err != nil || c.Method == "" || len(c.Params.ID) > 64 || len(bare.ID) > 64 {
		return call{ID: short(bare.ID)}, refuse(codeRequest, "")
	}
	return c, nil
}

// short drops an id that nobody sent in good faith.
func short(id json.RawMessage) json.RawMessage {
	if len(id) > 64 {
		return nil
	}
	return id
}

// answer writes what a call gets: a result, or a refusal.
func answer(id json.RawMessage, result any, r *refusal) []byte {
	if len(bytes.TrimSpace(id)) == 0 {
		id = json.RawMessage("null")
	}
	out := map[string]any{"jsonrpc": "2.0", "id": id}
	if r != nil {
		out["error"] = r
	} else {
		out["result"] = result
	}
	text, err := json.Marshal(out)
	if err != nil {
		return []byte(`{"jsonrpc":"2.0","id":null,"error":{"code":-32400}}`)
	}
	return text
}

// order gives the reference in the account; "" when there is none.
func (p params) order() string {
	ref, _ := p.Account[field].(string)
	return ref
}
