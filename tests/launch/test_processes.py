import os
import subprocess
import sys

from core.launch import processes
from core.launch.processes import Process
from tests.launch.portal_process import until


def sleeper(cwd="/"):
    return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=cwd, start_new_session=True)


def test_process_that_ended_is_not_alive_even_while_its_zombie_lingers():
    child = sleeper()
    process = processes.identify(child.pid)
    assert processes.alive(process)
    child.kill()
    until(lambda: not processes.alive(process), "the zombie counts as dead", 10)
    child.communicate()


def test_number_that_was_given_to_another_program_is_not_taken_for_the_old_one():
    assert processes.alive(Process(os.getpid(), "some other boot:1")) is False


def test_no_process_is_not_alive():
    assert processes.alive(None) is False


def test_works_in_asks_for_the_program_and_for_the_folder(tmp_path):
    child = sleeper(cwd=tmp_path)
    until(lambda: processes.works_in(child.pid, "input", tmp_path), "the child shows its command", 10)
    assert processes.works_in(child.pid, "postgres", tmp_path) is False
    assert processes.works_in(child.pid, "input", tmp_path.parent) is False
    child.kill()
    child.communicate()


def test_end_asks_first_and_then_insists(tmp_path):
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", stubborn], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    child.stdout.readline()
    processes.end(processes.identify(child.pid), seconds=0.2)
    assert child.wait(10) == -9
    child.communicate()
