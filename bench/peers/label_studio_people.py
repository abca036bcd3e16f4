"""
People for Label Studio, through its own models, as its own `label-studio init` makes the first user: one organization
with legacy API tokens allowed, a manager and annotators.

Run by Label Studio's Python in Label Studio's folder; the environment says which database.
  label_studio_people.py COUNT
The last line of standard output is JSON: the manager's token, and the id and token of each person.
"""

import json
import os
import sys

sys.path.insert(0, os.getcwd())
os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'core.settings.label_studio')

import django  # noqa: E402

django.setup()

from organizations.models import Organization  # noqa: E402
from users.models import User  # noqa: E402


def person(email):
    user = User.objects.create_user(email=email, password=None)
    return user


def main(count):
    manager = person('manager@bench.example')
    organization = Organization.create_organization(
        created_by=manager, title='Bench', legacy_api_tokens_enabled=True
    )
    manager.active_organization = organization
    manager.save(update_fields=['active_organization'])
    people = []
    for number in range(1, count + 1):
        user = person(f'person-{number}@bench.example')
        organization.add_user(user)
        user.active_organization = organization
        user.save(update_fields=['active_organization'])
        people.append({'id': user.id, 'token': user.auth_token.key})
    print(json.dumps({'manager': manager.auth_token.key, 'people': people}))


main(int(sys.argv[1]))
