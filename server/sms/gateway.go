package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// patience is how long the gateway may take for one answer.
const patience = 5 * time.Second

// Gateway posts codes and offers to an HTTP service that sends them as SMS; docs/sms.md describes what it gets.
type Gateway struct {
	url    string
	client *http.Client
}

// NewGateway posts to this address.
func NewGateway(address string) *Gateway {
	return &Gateway{url: address, client: &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a code goes to nobody else
	}}
}

type message struct {
	Kind  string `json:"kind"`
	Phone string `json:"phone"`
	Code  string `json:"code,omitempty"`
	Text  string `json:"text"`
	*Offer
}

// Send posts the code, and once more when the first time fails. Its error names neither the number nor the code nor
// the address, which may hold a secret.
func (g *Gateway) Send(ctx context.Context, phone, code string) error {
	text := fmt.Sprintf("【邻里】您的登录验证码是 %s,5 分钟内有效,请勿告诉他人。", code)
	body, err := json.Marshal(message{Kind: "code", Phone: phone, Code: code, Text: text})
	if err != nil {
		return err
	}
	if err = g.post(ctx, body); err != nil && ctx.Err() == nil {
		err = g.post(ctx, body)
	}
	return err
}

// SendOffer posts news of an offer, once; its error tells as little as that of Send.
func (g *Gateway) SendOffer(ctx context.Context, phone string, o Offer) error {
	body, err := json.Marshal(message{Kind: "offer", Phone: phone, Text: o.text(), Offer: &o})
	if err != nil {
		return err
	}
	return g.post(ctx, body)
}

func (g *Gateway) post(ctx context.Context, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.url, bytes.NewReader(body))
	if err != nil {
		return errors.New("sms: the gateway's address is not one")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := g.client.Do(request)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the address
		}
		return fmt.Errorf("sms: the gateway does not answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 4096)) // so that the connection is used again
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("sms: the gateway answered %d", response.StatusCode)
	}
	return nil
}
