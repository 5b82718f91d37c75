package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// problem is an error as Twilio's API writes it.
type problem struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

// words are Twilio's own for the codes that this sandbox gives.
var words = map[int]string{
	20001: "Parameter is invalid",
	20003: "Authenticate",
	20009: "Cannot delete or redact a message before its status is final",
	20404: "The requested resource was not found",
	20429: "Too Many Requests",
	20500: "An internal server error has occurred",
	21211: "Invalid 'To' Phone Number",
	21212: "Invalid 'From' Phone Number",
	21266: "'To' and 'From' number cannot be the same",
	21602: "Message body is required.",
	21603: "A 'From' phone number is required.",
	21604: "A 'To' phone number is required.",
	21606: "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination/account",
	21609: "The 'StatusCallback' URL is not a valid URL.",
	21610: "Attempt to send to unsubscribed recipient",
	21614: "'To' number is not a valid mobile number",
	21617: "The concatenated message body exceeds the 1600 character limit",
	21655: "The ContentSid is invalid.",
	21659: "'From' is not a Twilio phone number or Short Code country mismatch",
	21701: "The Messaging Service does not exist.",
	21703: "The Messaging Service does not have a phone number available to send a message.",
	21910: "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel",
	30003: "Unreachable destination handset",
	30005: "Unknown destination handset",
	30007: "Carrier violation",
	30008: "Unknown error",
	63007: "Twilio could not find a Channel with the specified From address",
	63016: "Failed to send freeform message because you are outside the allowed window. " +
		"If you are using WhatsApp, please use a Message Template.",
}

// refused is a request that asked for something that cannot be.
func refused(code int) error { return problem{Status: http.StatusBadRequest, Code: code} }

// refusedFor names the number in the message, as Twilio does: whoever logs such
// an error logs a person's number.
func refusedFor(code int, number string) error {
	return problem{Status: http.StatusBadRequest, Code: code, Message: words[code] + ": " + number}
}

func notFound(r *http.Request) problem {
	return problem{Status: http.StatusNotFound, Code: 20404,
		Message: "The requested resource " + r.URL.Path + " was not found"}
}

func (p problem) Error() string { return fmt.Sprintf("twilio error %d: %s", p.Code, p.Message) }

func asProblem(err error) problem {
	if p, ok := errors.AsType[problem](err); ok {
		return p
	}
	return problem{Status: http.StatusInternalServerError, Code: 20500}
}

func (p problem) write(w http.ResponseWriter) {
	if p.Message == "" {
		p.Message = words[p.Code]
	}
	p.MoreInfo = fmt.Sprintf("https://www.twilio.com/docs/errors/%d", p.Code)
	answer(w, p.Status, p)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller has hung up: nobody is left to tell
}
