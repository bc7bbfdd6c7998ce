plugins {
    kotlin("jvm")
    id("com.harborline.api-contracts")
}

openapi {
    consumer {
        kotlin("observability:metrics-api:1.0.4")
        kotlin("runtime-platform:feature-flag-api:2.3.1")
    }
}

asyncapi {
    consumer {
        kotlin("runtime-platform:job-events:1.2.0")
        // the API of another source
        kotlin("notification-hub:notification-events:1.3.0")
    }
}
