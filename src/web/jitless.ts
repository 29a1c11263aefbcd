import { z } from 'zod'

// The page's content security policy forbids making code from text, which zod would otherwise try first.
z.config({ jitless: true })
