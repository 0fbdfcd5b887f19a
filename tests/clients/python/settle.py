"""Sends, receives and settles in each way against the local broker, with the unmodified azure-servicebus. See README.md."""

import os
import sys
from datetime import datetime, timedelta, timezone

from azure.servicebus import NEXT_AVAILABLE_SESSION, ServiceBusClient, ServiceBusMessage, ServiceBusSubQueue

QUEUE = os.environ.get("QUEUE", "intune-operations-queue")


def main(connection: str) -> None:
    with ServiceBusClient.from_connection_string(connection, retry_total=0) as client:
        with client.get_queue_sender(QUEUE) as sender, client.get_queue_receiver(QUEUE) as receiver:
            complete(sender, receiver)
            abandon(sender, receiver)
            defer(sender, receiver)
            dead_letter(sender, receiver)
            schedule(sender)
            settle_twice(sender, receiver)
        with client.get_queue_receiver(QUEUE, sub_queue=ServiceBusSubQueue.DEAD_LETTER) as dead:
            with client.get_queue_sender(QUEUE) as sender, client.get_queue_receiver(QUEUE) as receiver:
                resend(dead, sender, receiver)
        refusals(client, connection)


def next_of(receiver):
    messages = receiver.receive_messages(max_message_count=1, max_wait_time=10)
    assert len(messages) == 1, f"expected one message, got {len(messages)}"
    return messages[0]


def nothing_left(receiver):
    assert not receiver.peek_messages(max_message_count=10), "the queue is not empty"


def complete(sender, receiver):
    sender.send_messages([ServiceBusMessage(f"batch {n}", message_id=str(n)) for n in range(3)])
    for n in range(3):
        message = next_of(receiver)
        assert str(message) == f"batch {n}" and message.delivery_count == 0, message
        receiver.renew_message_lock(message)
        receiver.complete_message(message)
    nothing_left(receiver)
    passed("send a batch, receive, renew, complete")


def abandon(sender, receiver):
    sender.send_messages(ServiceBusMessage("abandon"))
    receiver.abandon_message(next_of(receiver))
    again = next_of(receiver)
    assert again.delivery_count == 1, again.delivery_count
    receiver.complete_message(again)
    nothing_left(receiver)
    passed("abandon")


def defer(sender, receiver):
    for settle in ("complete_message", "abandon_message", "defer_message", "dead_letter_message"):
        sender.send_messages(ServiceBusMessage("defer"))
        message = next_of(receiver)
        receiver.defer_message(message)
        number = message.sequence_number
        [deferred] = receiver.receive_deferred_messages([number])
        assert str(deferred) == "defer" and deferred.delivery_count == 1, deferred
        getattr(receiver, settle)(deferred)
        if settle in ("abandon_message", "defer_message"):
            [again] = receiver.receive_deferred_messages(number)
            receiver.complete_message(again)
    nothing_left(receiver)
    passed("defer, receive deferred and settle it in each way")


def dead_letter(sender, receiver):
    sender.send_messages(ServiceBusMessage("dead", application_properties={"own": 1}))
    receiver.dead_letter_message(next_of(receiver), reason="because", error_description="it was so")
    nothing_left(receiver)
    passed("dead-letter")


def schedule(sender):
    numbers = sender.schedule_messages(ServiceBusMessage("later"), datetime.now(timezone.utc) + timedelta(hours=1))
    sender.cancel_scheduled_messages(numbers)
    passed("schedule and cancel")


def settle_twice(sender, receiver):
    sender.send_messages(ServiceBusMessage("twice"))
    message = next_of(receiver)
    receiver.complete_message(message)
    refused("MessageAlreadySettled", lambda: receiver.complete_message(message))


def resend(dead, sender, receiver):
    """Sends each dead letter of this program again and completes it."""
    letters = dead.receive_messages(max_message_count=10, max_wait_time=5)
    assert len(letters) == 2, len(letters)
    dead.abandon_message(letters[1])
    again = next_of(dead)
    assert again.delivery_count == letters[1].delivery_count, again.delivery_count
    letter = [one for one in (letters[0], again) if str(one) == "dead"][0]
    assert letter.dead_letter_reason == "because" and letter.dead_letter_error_description == "it was so"
    sender.send_messages(ServiceBusMessage(str(letter), application_properties=letter.application_properties))
    for one in (letters[0], again):
        dead.complete_message(one)
    copy = next_of(receiver)
    assert str(copy) == "dead" and copy.application_properties[b"own"] == 1, copy
    receiver.complete_message(copy)
    nothing_left(receiver)
    nothing_left(dead)
    passed("receive a dead letter, abandon it with its count unchanged, send it again")


def refusals(client, connection):
    refused("nowhere", lambda: client.get_queue_sender("nowhere").send_messages(ServiceBusMessage("x")))
    refused("sessions", lambda: client.get_queue_receiver(QUEUE, session_id=NEXT_AVAILABLE_SESSION).receive_messages())
    refused("exceed", lambda: client.get_queue_sender(QUEUE).send_messages(ServiceBusMessage("x" * 300_000)))
    wrong = ServiceBusClient.from_connection_string(connection.replace("SAS_KEY_VALUE", "WRONG"), retry_total=0)
    with wrong:
        refused("InvalidSignature", lambda: wrong.get_queue_sender(QUEUE).send_messages(ServiceBusMessage("x")))


def refused(reason: str, attempt) -> None:
    try:
        attempt()
    except Exception as error:  # any error will do, when it says why
        # what $cbs answers is only in the inner error
        said = f"{type(error).__name__}: {error} {getattr(error, 'inner_exception', '')}".replace("\n", " ")
        assert reason in said, said
        passed("refused: " + said[:220])
        return
    raise AssertionError(f"not refused: {reason}")


def passed(what: str) -> None:
    print("ok  " + what, flush=True)


if __name__ == "__main__":
    address = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SERVICE_BUS")
    main(address) if address else sys.exit("Give the connection string, or set SERVICE_BUS.")
