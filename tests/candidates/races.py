"""Two people at the same moment."""

import threading

from django.db import connection


def at_once(*deeds):
    """Run the deeds in threads that start together; the outcomes in order."""
    barrier = threading.Barrier(len(deeds))
    outcomes = [None] * len(deeds)

    def run(place, deed):
        barrier.wait()
        try:
            outcomes[place] = deed()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
