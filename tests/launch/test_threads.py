"""The threads of a web process: the warm one first, all of them when there is a rush, none lost at the end."""

import threading

from core.launch.threads import threads_of

PATIENCE = 10


class Task:
    """What waitress is asked to do: notes its thread, and holds it until `go`."""

    def __init__(self, go: threading.Event) -> None:
        self.go, self.begun, self.done = go, threading.Event(), threading.Event()

    def service(self) -> None:
        self.thread = threading.current_thread().name
        self.begun.set()
        self.go.wait(PATIENCE)
        self.done.set()

    def cancel(self) -> None:
        pass


def idle(dispatcher, number: int) -> bool:
    """Whether so many threads wait; asked again and again, since a thread begins to wait after its task is done."""
    for _ in range(10_000):
        with dispatcher.lock:
            if len(dispatcher.queue_cv.waiting) == number:
                return True
        threading.Event().wait(0.001)
    return False


def answered(dispatcher, threads: int) -> str:
    go = threading.Event()
    go.set()
    task = Task(go)
    dispatcher.add_task(task)
    assert task.done.wait(PATIENCE)
    assert idle(dispatcher, threads)
    return task.thread


def test_on_a_quiet_day_one_thread_answers_everything():
    dispatcher = threads_of(4)
    assert idle(dispatcher, 4)
    assert len({answered(dispatcher, 4) for _request in range(20)}) == 1
    dispatcher.shutdown()


def test_in_a_rush_all_of_them_answer_and_what_waits_is_answered_later():
    dispatcher, go = threads_of(3), threading.Event()
    assert idle(dispatcher, 3)
    tasks = [Task(go) for _request in range(10)]
    for task in tasks:
        dispatcher.add_task(task)
    for task in tasks[:3]:
        assert task.begun.wait(PATIENCE)
    assert not any(task.begun.is_set() for task in tasks[3:])
    go.set()
    assert all(task.done.wait(PATIENCE) for task in tasks)
    assert len({task.thread for task in tasks[:3]}) == 3
    dispatcher.shutdown()


def test_at_the_end_every_thread_ends():
    dispatcher = threads_of(4)
    assert idle(dispatcher, 4)
    dispatcher.shutdown(timeout=PATIENCE)
    assert dispatcher.threads == set()
