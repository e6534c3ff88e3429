"""
Starts MiniStack with corrections: where it is more lenient than AWS's documents, a rehearsal would show too much. It also
writes down which actions were checked against policies, and can make the creation of a function fail.
"""

import os

from ministack import app
from ministack.core import iam_evaluator
from ministack.services import cloudwatch_logs, dynamodb, lambda_svc, secretsmanager
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS as handlers


def refuse_names_that_exist(resource_type, property_name, existing):
    """A resource with a fixed name is not made where another one has that name."""
    create = handlers[resource_type]["create"]

    def checked(logical_id, properties, stack_name):
        name = properties.get(property_name)
        if name in existing:
            raise ValueError(f"Resource of type '{resource_type}' with identifier '{name}' already exists.")
        return create(logical_id, properties, stack_name)

    handlers[resource_type]["create"] = checked


def respect_deletion_protection():
    """A table with deletion protection is not deleted, by a rollback neither."""
    delete = handlers["AWS::DynamoDB::Table"]["delete"]

    def checked(name, properties):
        if dynamodb._tables.get(name, {}).get("DeletionProtectionEnabled"):
            raise ValueError(f"Resource cannot be deleted as it is currently protected: {name}")
        delete(name, properties)

    handlers["AWS::DynamoDB::Table"]["delete"] = checked


def refer_to_secrets_by_arn():
    """`Ref` of a secret is its ARN."""
    secret = handlers["AWS::SecretsManager::Secret"]
    create, update, delete = secret["create"], secret["update"], secret["delete"]

    def name_of(arn):
        return next((name for name, each in secretsmanager._secrets.items() if each["ARN"] == arn), arn)

    def create_by_arn(logical_id, properties, stack_name):
        _, attributes = create(logical_id, properties, stack_name)
        return attributes["Arn"], attributes

    def update_by_arn(arn, old, new, stack_name, logical_id=None):
        _, attributes = update(name_of(arn), old, new, stack_name, logical_id)
        return attributes["Arn"], attributes

    secret["create"] = create_by_arn
    secret["update"] = update_by_arn
    secret["delete"] = lambda arn, properties: delete(name_of(arn), properties)


def count_requests_as_encrypted():
    """Requests on the loopback interface count as sent over TLS: the policy of the deployment bucket refuses others."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda address, _: pin(address, True)


def fail_functions_on_demand():
    """The creation of a function fails while a file is there, which is how a rehearsal has a deploy fail half-way."""
    create = handlers["AWS::Lambda::Function"]["create"]

    def failing(logical_id, properties, stack_name):
        if os.path.exists(os.environ["FUNCTIONS_FAIL_WHILE"]):
            raise ValueError("Made to fail by the rehearsal")
        return create(logical_id, properties, stack_name)

    handlers["AWS::Lambda::Function"]["create"] = failing


def write_down_checks():
    """A line for each check of a policy: CHECKED, key, allowed or denied, action, resource."""
    enforce = iam_evaluator.enforce

    def written_down(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
        print("CHECKED", access_key_id, "denied" if denied else "allowed", iam_action, resource_arn, flush=True)
        return denied

    iam_evaluator.enforce = written_down


refuse_names_that_exist("AWS::DynamoDB::Table", "TableName", dynamodb._tables)
refuse_names_that_exist("AWS::Logs::LogGroup", "LogGroupName", cloudwatch_logs._log_groups)
refuse_names_that_exist("AWS::Lambda::Function", "FunctionName", lambda_svc._functions)
respect_deletion_protection()
refer_to_secrets_by_arn()
count_requests_as_encrypted()
fail_functions_on_demand()
write_down_checks()
app.main()
