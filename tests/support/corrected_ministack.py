"""
Starts MiniStack with corrections: where it is more lenient than AWS's documents, a rehearsal would show too much. It also
writes down which actions were checked against policies, and can make the creation of a function fail.
"""

import os
import secrets

from ministack import app
from ministack.core import iam_evaluator
from ministack.services import cloudwatch_logs, dynamodb, iam, lambda_svc, secretsmanager
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


def name_and_refer_to_secrets_as_aws():
    """A secret without a name is named after its logical id, without the stack's name; `Ref` of it is its ARN."""
    secret = handlers["AWS::SecretsManager::Secret"]
    create, update, delete = secret["create"], secret["update"], secret["delete"]

    def name_of(arn):
        return next((name for name, each in secretsmanager._secrets.items() if each["ARN"] == arn), arn)

    def create_by_arn(logical_id, properties, stack_name):
        name = f"{logical_id}-{secrets.token_hex(6)}"
        _, attributes = create(logical_id, {"Name": name, **properties}, stack_name)
        return attributes["Arn"], attributes

    def update_by_arn(arn, old, new, stack_name, logical_id=None):
        name = name_of(arn)
        _, attributes = update(name, {"Name": name, **old}, {"Name": name, **new}, stack_name, logical_id)
        return attributes["Arn"], attributes

    secret["create"] = create_by_arn
    secret["update"] = update_by_arn
    secret["delete"] = lambda arn, properties: delete(name_of(arn), properties)


def give_roles_their_boundary():
    """A role has the permissions boundary of its template."""
    role = handlers["AWS::IAM::Role"]
    create, update = role["create"], role["update"]

    def with_boundary(made, properties):
        iam._roles[made[0]]["PermissionsBoundary"] = properties.get("PermissionsBoundary")
        return made

    role["create"] = lambda logical_id, properties, stack_name: with_boundary(
        create(logical_id, properties, stack_name), properties
    )
    role["update"] = lambda name, old, new, *rest: with_boundary(update(name, old, new, *rest), new)


def count_requests_as_encrypted():
    """Requests on the loopback interface count as sent over TLS: the policy of the deployment bucket refuses others."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda address, _: pin(address, True)


def accept_saved_queries():
    """The emulator does not know saved queries, so they are counted as made, and nothing is made of them."""
    handlers["AWS::Logs::QueryDefinition"] = {
        "create": lambda logical_id, properties, stack_name: (f"{stack_name}-{logical_id}", {}),
        "update": lambda name, old, new, stack_name, logical_id=None: (name, {}),
        "delete": lambda name, properties: None,
    }


def accept_alarms_over_several_metrics():
    """The emulator knows alarms over one metric: of others it keeps the first one. None of its alarms ever goes off."""
    alarm = handlers["AWS::CloudWatch::Alarm"]
    create, update = alarm["create"], alarm["update"]

    def with_one_metric(properties):
        stat = next((each["MetricStat"] for each in properties.get("Metrics", []) if "MetricStat" in each), None)
        if stat is None:
            return properties
        others = {name: value for name, value in properties.items() if name != "Metrics"}
        return {**others, **stat["Metric"], "Period": stat["Period"], "Statistic": stat["Stat"]}

    alarm["create"] = lambda logical_id, properties, stack_name: create(
        logical_id, with_one_metric(properties), stack_name
    )
    alarm["update"] = lambda name, old, new, stack_name, logical_id=None: update(
        name, with_one_metric(old), with_one_metric(new), stack_name, logical_id
    )


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
name_and_refer_to_secrets_as_aws()
give_roles_their_boundary()
count_requests_as_encrypted()
accept_saved_queries()
accept_alarms_over_several_metrics()
fail_functions_on_demand()
write_down_checks()
app.main()
