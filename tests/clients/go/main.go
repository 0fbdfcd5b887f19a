// Sends, receives and settles in each way against the local broker, with the unmodified azservicebus. See ../README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
)

type clients struct {
	ctx      context.Context
	client   *azservicebus.Client
	sender   *azservicebus.Sender
	receiver *azservicebus.Receiver
	dead     *azservicebus.Receiver
}

func main() {
	queue := os.Getenv("QUEUE")
	if queue == "" {
		queue = "intune-operations-queue"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c := open(ctx, os.Args[1], queue)
	c.complete()
	c.abandon()
	c.deferral()
	c.deadLetter()
	c.schedule()
	c.resend()
	c.refusals(os.Args[1], queue)
	check(c.client.Close(ctx))
}

func open(ctx context.Context, connection, queue string) clients {
	client := must(azservicebus.NewClientFromConnectionString(connection, nil))
	return clients{
		ctx:      ctx,
		client:   client,
		sender:   must(client.NewSender(queue, nil)),
		receiver: must(client.NewReceiverForQueue(queue, nil)),
		dead:     must(client.NewReceiverForQueue(queue, &azservicebus.ReceiverOptions{SubQueue: azservicebus.SubQueueDeadLetter})),
	}
}

func (c clients) send(body string) {
	message := &azservicebus.Message{Body: []byte(body), ApplicationProperties: map[string]any{"own": int64(1)}}
	check(c.sender.SendMessage(c.ctx, message, nil))
}

func (c clients) next(from *azservicebus.Receiver) *azservicebus.ReceivedMessage {
	messages := must(from.ReceiveMessages(c.ctx, 1, nil))
	expect(len(messages) == 1, "one message, got %d", len(messages))
	return messages[0]
}

func (c clients) nothingLeft(in *azservicebus.Receiver) {
	from := int64(0)
	messages := must(in.PeekMessages(c.ctx, 10, &azservicebus.PeekMessagesOptions{FromSequenceNumber: &from}))
	expect(len(messages) == 0, "an empty queue, got %d messages", len(messages))
}

func (c clients) complete() {
	batch := must(c.sender.NewMessageBatch(c.ctx, nil))
	for n := range 3 {
		check(batch.AddMessage(&azservicebus.Message{Body: fmt.Appendf(nil, "batch %d", n)}, nil))
	}
	check(c.sender.SendMessageBatch(c.ctx, batch, nil))
	for n := range 3 {
		message := c.next(c.receiver)
		expect(string(message.Body) == fmt.Sprintf("batch %d", n), "batch %d, got %s", n, message.Body)
		check(c.receiver.RenewMessageLock(c.ctx, message, nil))
		check(c.receiver.CompleteMessage(c.ctx, message, nil))
	}
	c.nothingLeft(c.receiver)
	passed("send a batch, receive, renew, complete")
}

func (c clients) abandon() {
	c.send("abandon")
	changes := map[string]any{"why": "again"}
	check(c.receiver.AbandonMessage(c.ctx, c.next(c.receiver), &azservicebus.AbandonMessageOptions{PropertiesToModify: changes}))
	again := c.next(c.receiver)
	// this client adds one to what the broker says
	expect(again.DeliveryCount == 2 && again.ApplicationProperties["why"] == "again", "a count of 2, got %d", again.DeliveryCount)
	check(c.receiver.CompleteMessage(c.ctx, again, nil))
	c.nothingLeft(c.receiver)
	passed("abandon")
}

func (c clients) deferral() {
	r := c.receiver
	settlements := []func(*azservicebus.ReceivedMessage) error{
		func(m *azservicebus.ReceivedMessage) error { return r.CompleteMessage(c.ctx, m, nil) },
		func(m *azservicebus.ReceivedMessage) error { return r.AbandonMessage(c.ctx, m, nil) },
		func(m *azservicebus.ReceivedMessage) error { return r.DeferMessage(c.ctx, m, nil) },
		func(m *azservicebus.ReceivedMessage) error { return r.DeadLetterMessage(c.ctx, m, nil) },
	}
	for n, settle := range settlements {
		c.send("defer")
		message := c.next(r)
		check(r.DeferMessage(c.ctx, message, nil))
		numbers := []int64{*message.SequenceNumber}
		deferred := must(r.ReceiveDeferredMessages(c.ctx, numbers, nil))
		expect(len(deferred) == 1 && deferred[0].DeliveryCount == 2, "one deferred message, got %v", deferred)
		check(settle(deferred[0]))
		if n == 1 || n == 2 {
			again := must(r.ReceiveDeferredMessages(c.ctx, numbers, nil))
			check(r.CompleteMessage(c.ctx, again[0], nil))
		}
	}
	c.nothingLeft(r)
	passed("defer, receive deferred and settle it in each way")
}

func (c clients) deadLetter() {
	c.send("dead")
	reason, description := "because", "it was so"
	options := &azservicebus.DeadLetterOptions{Reason: &reason, ErrorDescription: &description}
	check(c.receiver.DeadLetterMessage(c.ctx, c.next(c.receiver), options))
	c.nothingLeft(c.receiver)
	passed("dead-letter")
}

func (c clients) schedule() {
	message := &azservicebus.Message{Body: []byte("later")}
	numbers := must(c.sender.ScheduleMessages(c.ctx, []*azservicebus.Message{message}, time.Now().Add(time.Hour), nil))
	check(c.sender.CancelScheduledMessages(c.ctx, numbers, nil))
	passed("schedule and cancel")
}

// resend sends each dead letter of this program again and completes it.
func (c clients) resend() {
	check(c.dead.CompleteMessage(c.ctx, c.next(c.dead), nil)) // that of deferral
	first := c.next(c.dead)
	check(c.dead.AbandonMessage(c.ctx, first, nil))
	letter := c.next(c.dead)
	expect(letter.DeliveryCount == first.DeliveryCount, "the same count, got %d", letter.DeliveryCount)
	expect(*letter.DeadLetterReason == "because" && *letter.DeadLetterErrorDescription == "it was so", "the reason")
	check(c.sender.SendMessage(c.ctx, letter.Message(), nil))
	check(c.dead.CompleteMessage(c.ctx, letter, nil))
	copied := c.next(c.receiver)
	expect(string(copied.Body) == "dead" && copied.ApplicationProperties["own"] == int64(1), "the same message")
	check(c.receiver.CompleteMessage(c.ctx, copied, nil))
	c.nothingLeft(c.receiver)
	c.nothingLeft(c.dead)
	passed("receive a dead letter, abandon it with its count unchanged, send it again")
}

func (c clients) refusals(connection, queue string) {
	nowhere := must(c.client.NewSender("nowhere", nil))
	refused("nowhere", nowhere.SendMessage(c.ctx, &azservicebus.Message{}, nil))
	_, err := c.client.AcceptNextSessionForQueue(c.ctx, queue, nil)
	refused("sessions", err)
	large := &azservicebus.Message{Body: make([]byte, 300_000)}
	err = c.sender.SendMessage(c.ctx, large, nil)
	expect(errors.Is(err, azservicebus.ErrMessageTooLarge), "too large, got %v", err)
	passed("refused: " + err.Error())
	wrong := open(c.ctx, strings.Replace(connection, "SAS_KEY_VALUE", "WRONG", 1), queue)
	refused("InvalidSignature", wrong.sender.SendMessage(c.ctx, &azservicebus.Message{}, nil))
}

func refused(reason string, err error) {
	expect(err != nil && strings.Contains(err.Error(), reason), "%s, got %v", reason, err)
	passed("refused: " + strings.ReplaceAll(err.Error(), "\n", " "))
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	expect(err == nil, "no error, got %v", err)
}

func expect(isTrue bool, what string, values ...any) {
	if !isTrue {
		panic("expected " + fmt.Sprintf(what, values...))
	}
}

func passed(what string) {
	fmt.Println("ok  " + what)
}
