plugins {
    kotlin("jvm")
    id("com.harborline.api-contracts")
}

openapi {
    producer {
        kotlin("observability:audit-api:1.1.0")
    }
    consumer {
        // APIs of another source
        kotlin("customer-core:customer-api:1.22.1")
        kotlin("identity-access:session-api:1.4.0")
    }
}

avro {
    producer {
        schema("observability:AuditRecorded:1.0.0")
    }
    consumer {
        schema("runtime-platform:FlagChanged:1.0.0")
    }
}
