plugins {
    kotlin("jvm")
    id("com.harborline.api-contracts")
}

openapi {
    producer {
        kotlin("runtime-platform:feature-flag-api:2.3.1")
    }
    consumer {
        kotlin("runtime-platform:config-api:1.6.0")
    }
}

avro {
    producer {
        schema("runtime-platform:FlagChanged:1.0.0")
    }
}
