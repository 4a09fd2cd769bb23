from django.core.management.base import BaseCommand, CommandError

from accounts.syncing import UnknownGrant, sync_roles


class Command(BaseCommand):
    help = "Make the groups and their permissions agree with what the apps declare. May be run again at any time."

    def handle(self, *args, verbosity: int, **options) -> None:
        try:
            sync = sync_roles()
        except UnknownGrant as error:
            raise CommandError(str(error)) from error
        if verbosity == 0:
            return
        for line in sync.given:
            self.stdout.write(f"+ {line}")
        for line in sync.taken:
            self.stdout.write(f"- {line}")
        self.stdout.write(f"Roles: {len(sync.given)} permissions given, {len(sync.taken)} taken away.")
