"""
Prints which actions CloudFormation needs for the resources of a template, by type, as JSON: what the schemas of AWS's
resource types name as the permissions of their handlers. cfn-lint ships the schemas.
"""

import json
import sys

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

template, region = sys.argv[1:]
with open(template, encoding="utf-8") as file:
    types = {resource["Type"] for resource in json.load(file)["Resources"].values()}


def permissions(resource_type):
    handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, resource_type).schema.get("handlers", {})
    used = (handlers[name] for name in ("create", "read", "update", "delete") if name in handlers)
    return sorted({permission for handler in used for permission in handler.get("permissions", [])})


print(json.dumps({resource_type: permissions(resource_type) for resource_type in sorted(types)}))
